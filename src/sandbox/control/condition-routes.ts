import type { Server } from 'restify';
import { z } from 'zod';
import { faultPlan } from '../conditions/fault-plan.ts';
import { route } from '../http.ts';
import type { World } from '../world.ts';
import { readForm } from './read-form.ts';

const limitsForm = z.strictObject({ scale: z.union([z.number().positive(), z.literal('off')]) });
const delayForm = z.strictObject({ ms: z.number().min(0) });

function serveFaults(server: Server, world: World): void {
  const { faults } = world.conditions;
  server.post(
    '/_sandbox/faults',
    route(async (request) => {
      const id = faults.start(await readForm(request, faultPlan));
      return { status: 200, body: { id } };
    }),
  );
  server.get(
    '/_sandbox/faults',
    route(() => ({ status: 200, body: { rules: faults.counts() } })),
  );
  server.del(
    '/_sandbox/faults',
    route(() => {
      faults.end();
      return { status: 204 };
    }),
  );
}

function serveDelay(
  server: Server,
  path: string,
  world: World,
  which: 'latencyMs' | 'replicationMs',
): void {
  const reply = () => ({ status: 200, body: { ms: world.conditions[which] } });
  server.get(path, route(reply));
  server.post(
    path,
    route(async (request) => {
      world.conditions[which] = (await readForm(request, delayForm)).ms;
      return reply();
    }),
  );
}

/** Limits, latency, replication delay and faults. */
export function serveConditions(server: Server, world: World): void {
  const { limits } = world.conditions;
  const scale = () => ({ status: 200, body: { scale: limits.scale } });
  server.get('/_sandbox/limits', route(scale));
  server.post(
    '/_sandbox/limits',
    route(async (request) => {
      limits.scale = (await readForm(request, limitsForm)).scale;
      return scale();
    }),
  );
  serveDelay(server, '/_sandbox/latency', world, 'latencyMs');
  serveDelay(server, '/_sandbox/replication', world, 'replicationMs');
  serveFaults(server, world);
}
