import { useState } from 'react';
import { SandboxError } from '../api/request.ts';
import { sandbox } from '../api/sandbox.ts';
import type { Person } from '../api/shapes.ts';
import { useWoodgrove } from '../live/hooks.ts';
import { t } from '../texts.ts';
import type { ViewPlace } from './personal-views.ts';
import { type PressOutcome, readOutcome } from './press-outcome.ts';

/** A sentence below a card. */
export interface CardNotice {
  intent: 'info' | 'error';
  text: string;
}

/** Sends what a person does on a card, and keeps what the bot shows them for it. */
export function useCardPresses(viewer: Person, place: ViewPlace, version: number) {
  const { views, botDown } = useWoodgrove();
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState<CardNotice | null>(null);
  const who = { as: viewer.key, activityId: place.messageId };

  async function whileBusy(run: () => Promise<void>): Promise<void> {
    setBusy(true);
    setNotice(null);
    try {
      await run();
    } catch (error) {
      setNotice({ intent: 'error', text: refusal(error) });
    } finally {
      setBusy(false);
    }
  }

  const press = (verb: string, data: unknown) =>
    whileBusy(async () => {
      const outcome = readOutcome(await sandbox.press({ ...who, verb, data }));
      botDown.set(outcome.kind === 'botDown');
      if (outcome.kind === 'card') views.note(place, version, outcome.card);
      setNotice(noticeOf(outcome));
    });

  const submit = (data: unknown) =>
    whileBusy(async () => {
      const { botStatus } = await sandbox.submit({ ...who, data });
      botDown.set(botStatus === 0);
      if (botStatus === 0) setNotice(noticeOf({ kind: 'botDown' }));
      if (botStatus >= 400) setNotice(noticeOf({ kind: 'error', status: botStatus, text: null }));
    });

  /** Asks for this person's own view; silent when there is none, as Teams is. */
  const refresh = async (verb: string, data: unknown) => {
    views.note(place, version);
    const answer = await sandbox
      .press({ ...who, verb, data, trigger: 'automatic' })
      .catch(() => null);
    const outcome = answer && readOutcome(answer);
    if (outcome?.kind === 'card') views.note(place, version, outcome.card);
  };

  return { busy, notice, dismiss: () => setNotice(null), press, submit, refresh };
}

function noticeOf(outcome: PressOutcome): CardNotice | null {
  switch (outcome.kind) {
    case 'sentence':
      return { intent: 'info', text: outcome.text };
    case 'botDown':
      return { intent: 'error', text: t('card.botDown') };
    case 'error':
      return { intent: 'error', text: outcome.text ?? t('card.error', { status: outcome.status }) };
    default:
      return null;
  }
}

function refusal(error: unknown): string {
  const status = error instanceof SandboxError ? error.status : 0;
  return status === 0 ? t('shell.offline') : t('card.error', { status });
}
