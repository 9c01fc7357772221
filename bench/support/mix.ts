import type { Turn } from './load.ts';
import type { Process } from './processes.ts';
import type { Stage } from './stage.ts';
import { turnOf } from './turns.ts';

/** Of ten turns, in this order again and again. */
const ORDER = ['help', 'invite', 'help', 'press', 'help'] as const;

/**
 * Turns of every kind for one bot or several in turns: three in five ask for help, one invites, one approves
 * what has been asked for the longest.
 */
export function mixOf(stage: Stage, bots: readonly Pick<Process, 'origin'>[]): Turn {
  const turns = bots.map((bot) => ({
    help: turnOf(stage, bot, 'help'),
    invite: turnOf(stage, bot, 'invite'),
    press: turnOf(stage, bot, 'press'),
  }));
  const waiting: number[] = [];
  return async (number) => {
    const on = turns[number % turns.length];
    if (!on) throw new Error('there is no bot');
    const kind = ORDER[Math.floor(number / turns.length) % ORDER.length] ?? 'help';
    const asked = kind === 'press' ? waiting.shift() : undefined;
    if (asked !== undefined) return on.press(asked);
    if (kind === 'help') return on.help(number);
    await on.invite(number);
    waiting.push(number);
  };
}
