import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Badge,
  makeStyles,
  SearchBox,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Resource, User } from '../api/shapes.ts';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { t } from '../texts.ts';
import { ResourceList } from './resource-list.tsx';
import { UserRow } from './user-row.tsx';
import { matches, sortUsers } from './user-state.ts';

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', gap: '4px', padding: '12px 8px 16px' },
  search: { margin: '0 8px 4px', maxWidth: 'none' },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  count: { marginInlineStart: '8px' },
  rest: { display: 'block', padding: '4px 8px', color: tokens.colorNeutralForeground3 },
});

/** More rows than this are not drawn; looking for a name finds the others. */
const SHOWN = 100;
const KINDS: { kind: Resource['kind']; title: string }[] = [
  { kind: 'team', title: 'tenant.teams' },
  { kind: 'group', title: 'tenant.groups' },
  { kind: 'application', title: 'tenant.applications' },
];

/** Who and what there is in the tenant. */
export function Directory() {
  const styles = useStyles();
  const tenant = useValue(useWoodgrove().tenant);
  const [wanted, setWanted] = useState('');
  const users = sortUsers(tenant?.users ?? []).filter((user) =>
    matches(wanted, user.displayName, user.mail),
  );
  const byId = new Map(tenant?.users.map((user) => [user.id, user]));
  return (
    <div className={styles.pane}>
      <SearchBox
        className={styles.search}
        placeholder={t('tenant.search')}
        aria-label={t('tenant.search')}
        value={wanted}
        onChange={(_, { value }) => setWanted(value)}
      />
      <Accordion multiple collapsible defaultOpenItems={['users', 'team', 'group', 'application']}>
        <AccordionItem value="users">
          <AccordionHeader as="h3">
            {t('tenant.users')}
            <Count of={users.length} />
          </AccordionHeader>
          <AccordionPanel>
            <UserList users={users} />
          </AccordionPanel>
        </AccordionItem>
        {KINDS.map(({ kind, title }) => {
          const resources = (tenant?.resources ?? []).filter(
            (each) => each.kind === kind && matches(wanted, each.name),
          );
          return (
            <AccordionItem key={kind} value={kind}>
              <AccordionHeader as="h3">
                {t(title)}
                <Count of={resources.length} />
              </AccordionHeader>
              <AccordionPanel>
                <ResourceList resources={resources.slice(0, SHOWN)} users={byId} />
                <Rest count={resources.length - SHOWN} />
              </AccordionPanel>
            </AccordionItem>
          );
        })}
      </Accordion>
    </div>
  );
}

function UserList({ users }: { users: User[] }) {
  const styles = useStyles();
  return (
    <>
      <ul className={styles.list} aria-label={t('tenant.users')}>
        {users.slice(0, SHOWN).map((user) => (
          <UserRow key={user.id} user={user} />
        ))}
      </ul>
      <Rest count={users.length - SHOWN} />
    </>
  );
}

function Count({ of }: { of: number }) {
  const styles = useStyles();
  return (
    <Badge appearance="tint" color="informative" size="small" className={styles.count}>
      {of}
    </Badge>
  );
}

function Rest({ count }: { count: number }) {
  const styles = useStyles();
  if (count <= 0) return null;
  return (
    <Text size={200} className={styles.rest}>
      {t('tenant.rest', { count })}
    </Text>
  );
}
