import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Mail, People, Person } from '../api/shapes.ts';
import { ChatPane } from '../chat/chat-pane.tsx';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { InboxPane } from '../mailbox/inbox-pane.tsx';
import { PeoplePane } from '../people/people-pane.tsx';
import { TenantPane } from '../tenant/tenant-pane.tsx';
import { t } from '../texts.ts';
import { BottomTabs, type Part } from './bottom-tabs.tsx';
import { choosePlace } from './choose-place.ts';
import { INBOX, type Where } from './places.ts';
import { useMedia } from './use-media.ts';

const useStyles = makeStyles({
  wide: { display: 'grid', flexGrow: 1, minHeight: 0 },
  left: { minHeight: 0, borderRight: `1px solid ${tokens.colorNeutralStroke2}` },
  right: { minHeight: 0, borderLeft: `1px solid ${tokens.colorNeutralStroke2}` },
  middle: { minWidth: 0, minHeight: 0 },
  narrow: { flexGrow: 1, minHeight: 0 },
  waiting: { height: '100%' },
});

/** Below this width the parts are shown one at a time. */
const NARROW = '(max-width: 859px)';

/** Whether the screen shows one part at a time. */
export const useNarrow = () => useMedia(NARROW);

/** The page's parts: people, chat, tenant. */
export function Layout(props: {
  people: People;
  viewer: Person;
  where: Where;
  onGo(where: Where): void;
  onRedeem(mail: Mail): void;
  tenantShown: boolean;
  onHideTenant(): void;
}) {
  const { people, viewer, where, onGo, onRedeem, tenantShown } = props;
  const styles = useStyles();
  const narrow = useNarrow();
  const [part, setPart] = useState<Part>('chat');
  const conversations = useValue(useWoodgrove().conversations(viewer.key));
  const place = choosePlace(where.place, viewer, conversations);
  const go = (next: Where) => {
    onGo(next);
    setPart('chat');
  };

  const left = (
    <PeoplePane
      people={people}
      viewer={viewer}
      conversations={conversations ?? []}
      place={place}
      onPerson={(person) => go({ person, place: null })}
      onPlace={(next) => go({ person: viewer.key, place: next })}
    />
  );
  const middle = <Middle {...{ people, viewer, place, onRedeem }} />;
  const right = <TenantPane onRedeem={onRedeem} onCollapse={narrow ? null : props.onHideTenant} />;

  if (narrow) {
    const unread = people.people.reduce((sum, person) => sum + (person.unread ?? 0), 0);
    return (
      <>
        <main className={styles.narrow}>{{ people: left, chat: middle, tenant: right }[part]}</main>
        <BottomTabs part={part} unread={unread} onPart={setPart} />
      </>
    );
  }
  const columns = `clamp(232px, 21vw, 320px) minmax(0, 1fr)${tenantShown ? ' clamp(320px, 27vw, 480px)' : ''}`;
  return (
    <div className={styles.wide} style={{ gridTemplateColumns: columns }}>
      <div className={styles.left}>{left}</div>
      <main className={styles.middle}>{middle}</main>
      {tenantShown ? <aside className={styles.right}>{right}</aside> : null}
    </div>
  );
}

function Middle(props: {
  people: People;
  viewer: Person;
  place: string | null;
  onRedeem(mail: Mail): void;
}) {
  const { people, viewer, place, onRedeem } = props;
  const styles = useStyles();
  const conversations = useValue(useWoodgrove().conversations(viewer.key));
  if (place === INBOX) {
    return <InboxPane key={viewer.key} viewer={viewer} onRedeem={onRedeem} />;
  }
  const conversation = conversations?.find(({ id }) => id === place);
  if (!conversation) return <Spinner className={styles.waiting} label={t('shell.loading')} />;
  return (
    <ChatPane
      key={`${viewer.key} ${conversation.id}`}
      viewer={viewer}
      conversation={conversation}
      people={people}
    />
  );
}
