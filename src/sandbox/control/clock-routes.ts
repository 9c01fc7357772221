import { Duration } from 'luxon';
import type { Server } from 'restify';
import { z } from 'zod';
import { refusal, route } from '../http.ts';
import type { World } from '../world.ts';
import { nudgeBot } from './nudge-bot.ts';
import { readForm } from './read-form.ts';

const form = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advance: z.string() }),
]);

/** The moment that is asked for. Throws a refusal for a duration that is none. */
function momentOf(world: World, wish: z.infer<typeof form>): Date {
  if ('now' in wish) return new Date(wish.now);
  const duration = Duration.fromISO(wish.advance);
  if (!duration.isValid)
    throw refusal(400, 'badDuration', `${wish.advance} is no ISO 8601 duration.`);
  const milliseconds = duration.shiftTo('days', 'milliseconds').toMillis();
  return new Date(world.clock.now().getTime() + milliseconds);
}

/** WoodGrove's clock; the bot follows before the call is answered. */
export function serveClock(server: Server, world: World): void {
  const reply = () => ({ status: 200, body: { now: world.clock.now().toISOString() } });
  server.get('/_sandbox/clock', route(reply));
  server.post(
    '/_sandbox/clock',
    route(async (request) => {
      world.clock.moveTo(momentOf(world, await readForm(request, form)));
      await nudgeBot(world);
      world.changes.tell('clock');
      return reply();
    }),
  );
}
