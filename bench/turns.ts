import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startProduct } from '../tests/support/product.ts';

/**
 * How much our part of a turn adds to the adapter's: sentences of several kinds against a bot that only
 * echoes, behind the same adapter and connector, taken in turns in one run. `npm run bench`.
 */
const ROUNDS = 150;
const sentences = [
  'help',
  'my requests',
  'status nobody@fabrikam.example',
  'invite a+b@fabrikam.example to Project X',
];

const product = await startProduct({ ARRIVAL_POLL_SECONDS: '3600' });
const { origin, botOrigin } = product;
const echo = spawn(process.execPath, ['bench/echo-bot.ts'], {
  env: { ...process.env, GUESTLIST_MODE: 'sandbox', PORT: '0', SANDBOX_PORT: new URL(origin).port },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const [line] = await once(echo.stdout, 'data');
  await product.post('/_sandbox/limits', { scale: 'off' });
  const send = await sender();
  const bare = `http://127.0.0.1:${Number(String(line))}`;
  for (const text of sentences) {
    await rounds(send, text, bare, 20);
    const { ours, theirs } = await rounds(send, text, bare, ROUNDS);
    const ratio = (median(ours) / median(theirs)).toFixed(1);
    const figures = `ours ${median(ours).toFixed(1)} ms, echo ${median(theirs).toFixed(1)} ms`;
    process.stdout.write(`${text.padEnd(48)} ${ratio} x  (${figures}, medians of ${ROUNDS})\n`);
  }
} finally {
  echo.kill();
  await product.stop();
}

type Send = (bot: string, text: string) => Promise<number>;

/** Posts one signed message as John and gives the milliseconds until it was answered. */
async function sender(): Promise<Send> {
  const john = await product.person('john');
  const { bot, serviceUrl, tenantId } = await product.people();
  const { token } = await product.get<{ token: string }>('/_sandbox/channel-token');
  let count = 0;
  return async (to, text) => {
    count += 1;
    const activity = {
      type: 'message',
      id: `bench-${count}`,
      channelId: 'msteams',
      serviceUrl,
      text,
      locale: 'en-US',
      from: { id: john.mri, name: john.name, aadObjectId: john.aadObjectId },
      recipient: bot,
      conversation: { id: john.personalConversationId, conversationType: 'personal', tenantId },
      channelData: { tenant: { id: tenantId } },
    };
    const began = performance.now();
    const response = await fetch(`${to}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(activity),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${to} answered ${response.status}`);
    return performance.now() - began;
  };
}

async function rounds(send: Send, text: string, bare: string, count: number) {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < count; round += 1) {
    ours.push(await send(botOrigin, text));
    theirs.push(await send(bare, text));
  }
  return { ours, theirs };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
