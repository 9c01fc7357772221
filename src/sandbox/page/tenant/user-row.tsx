import { Badge, type BadgeProps, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { User } from '../api/shapes.ts';
import { PersonFace } from '../people/faces.tsx';
import { t } from '../texts.ts';
import { nameOf, stateOf, type UserState } from './user-state.ts';

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', gap: '10px', padding: '5px 8px' },
  words: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  // On a line of its own: beside it, an address would have no room.
  state: { alignSelf: 'flex-start' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const COLORS: Record<UserState, BadgeProps['color']> = {
  disabled: 'danger',
  pending: 'warning',
  accepted: 'success',
  guest: 'informative',
  member: 'informative',
};

/** A user of the tenant with his state; members of the house need none. */
export function UserRow({ user }: { user: User }) {
  const styles = useStyles();
  const state = stateOf(user);
  return (
    <li className={styles.row}>
      <PersonFace name={nameOf(user)} size={28} />
      <span className={styles.words}>
        <Text className={styles.line}>{nameOf(user)}</Text>
        <Text size={200} className={`${styles.line} ${styles.quiet}`}>
          {user.mail ?? t('tenant.noMail')}
        </Text>
        {state === 'member' ? null : (
          <Badge
            appearance="tint"
            size="small"
            color={COLORS[state]}
            className={styles.state}
            title={user.externalUserState ?? undefined}
          >
            {t(`tenant.state.${state}`)}
          </Badge>
        )}
      </span>
    </li>
  );
}
