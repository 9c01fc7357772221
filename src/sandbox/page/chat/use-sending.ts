import { useRef, useState } from 'react';
import { SandboxError } from '../api/request.ts';
import { sandbox } from '../api/sandbox.ts';
import { NOT_HEARD, type Person } from '../api/shapes.ts';
import { useWoodgrove } from '../live/hooks.ts';
import { t } from '../texts.ts';
import { readFiles } from './read-files.ts';

/** Says something in a conversation as somebody. */
export function useSending(viewer: Person, conversationId: string) {
  const { botDown } = useWoodgrove();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const [refusal, setRefusal] = useState<string | null>(null);

  /** Whether it stands in the chat now; a bot that is down is told by `botDown`. */
  const send = async (text: string, files: readonly File[]): Promise<boolean> => {
    setRefusal(null);
    try {
      const message = { as: viewer.key, conversationId, text, files: await readFiles(files) };
      const { botStatus } = await inTurn(() => sandbox.say(message));
      if (botStatus !== NOT_HEARD) botDown.set(botStatus === 0);
      if (botStatus >= 400) setRefusal(t('compose.botRefused', { status: botStatus }));
      return true;
    } catch (error) {
      const offline = !(error instanceof SandboxError) || error.status === 0;
      setRefusal(offline ? t('shell.offline') : t('compose.refused', { status: error.status }));
      return false;
    }
  };

  /** One after the other: the bot shall hear what somebody writes quickly in the order of writing. */
  const inTurn = <T>(say: () => Promise<T>): Promise<T> => {
    const next = last.current.then(say, say);
    last.current = next.catch(() => undefined);
    return next;
  };

  return { send, refusal };
}
