import {
  MessageBar,
  MessageBarBody,
  makeStyles,
  ProgressBar,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { Person } from '../api/shapes.ts';
import type { CardJson } from '../chat/activity.ts';
import type { ChatMessage } from '../chat/fold-messages.ts';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { t } from '../texts.ts';
import './card.css';
import { refreshFor } from './refresh.ts';
import { type RenderedCard, renderCard } from './render-card.ts';
import { replaceCard } from './replace-card.ts';
import { useCardPresses } from './use-card-presses.ts';
import { useInView } from './use-in-view.ts';
import { useSameJson } from './use-same-json.ts';

const useStyles = makeStyles({
  frame: {
    width: '100%',
    boxSizing: 'border-box',
    overflow: 'hidden',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
  },
  holder: { transition: 'opacity 150ms', ':focus-visible': { outlineOffset: '-2px' } },
  busy: { opacity: 0.6 },
  notice: { borderRadius: 0, border: 'none', borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
});

/** A card of a message, as `viewer` sees it. Shown anew for another viewer (`key`). */
export function CardView(props: {
  message: ChatMessage;
  cardIndex: number;
  card: CardJson;
  viewer: Person;
}) {
  const { message, cardIndex, viewer } = props;
  const styles = useStyles();
  const { views } = useWoodgrove();
  useValue(views);
  const place = { mri: viewer.mri, messageId: message.id, cardIndex };
  const shared = useSameJson(props.card);
  const card = useSameJson(views.cardFor(place, message.version) ?? shared);
  const presses = useCardPresses(viewer, place, message.version);
  const holder = useRef<HTMLDivElement>(null);
  const readable = useDrawnCard(holder, card, presses);
  const inView = useInView(holder);

  const look = useEffectEvent(() => {
    const wanted = refreshFor(shared, viewer);
    if (!wanted || views.isFresh(place, message.version)) return;
    void presses.refresh(wanted.verb, wanted.data);
  });
  useEffect(() => {
    if (inView && message.version >= 0) look();
  }, [inView, message.version]);

  return (
    <div className={styles.frame} aria-busy={presses.busy}>
      {presses.busy ? <ProgressBar thickness="medium" aria-label={t('card.busy')} /> : null}
      {/* The keyboard comes here when the button it was on is gone. */}
      <div
        ref={holder}
        tabIndex={-1}
        inert={presses.busy}
        className={`card ${styles.holder} ${presses.busy ? styles.busy : ''}`}
      />
      {readable ? null : <MessageBar intent="warning">{fallbackOf(card)}</MessageBar>}
      {presses.notice ? (
        <MessageBar intent={presses.notice.intent} layout="multiline" className={styles.notice}>
          <MessageBarBody>{presses.notice.text}</MessageBarBody>
        </MessageBar>
      ) : null}
    </div>
  );
}

/** Draws the card into the holder whenever it is another; false when it cannot be drawn. */
function useDrawnCard(
  holder: React.RefObject<HTMLDivElement | null>,
  card: CardJson,
  { press, submit, dismiss }: ReturnType<typeof useCardPresses>,
): boolean {
  const drawn = useRef<RenderedCard | null>(null);
  const sent = useRef(false);
  const [readable, setReadable] = useState(true);
  const execute = useEffectEvent((verb: string, data: unknown) => {
    sent.current = true;
    void press(verb, data);
  });
  const send = useEffectEvent((data: unknown) => void submit(data));
  // What was said of one half of a card is not about the other one.
  const turn = useEffectEvent(() => dismiss());
  useLayoutEffect(() => {
    const typed = sent.current ? {} : (drawn.current?.typed() ?? {});
    sent.current = false;
    drawn.current = renderCard(card, typed, {
      execute: (verb, data) => execute(verb, data),
      submit: (data) => send(data),
      turn: () => turn(),
    });
    setReadable(drawn.current !== null);
    if (holder.current) replaceCard(holder.current, drawn.current?.element ?? null);
  }, [holder, card]);
  return readable;
}

function fallbackOf({ fallbackText }: CardJson): string {
  return typeof fallbackText === 'string' ? fallbackText : t('card.unreadable');
}
