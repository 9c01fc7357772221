import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { openDatabase } from '../../src/db/open.ts';

/** A port on which something answers connections as `answer` does. */
const givenPort = async (answer: (socket: Socket) => void) => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return { port: address.port, close: () => server.close() };
};

const openAt = (port: number) =>
  openDatabase({ dataDir: '', databaseUrl: `postgres://u@127.0.0.1:${port}/d` });

/** One message of PostgreSQL's protocol. */
const message = (type: string, ...parts: (Buffer | string)[]) => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number) => Buffer.concat([int16(value >> 16), int16(value & 65535)]);

/** Answers every query as a server of release 14 answers ours about its version. */
const speakAsRelease14 = (socket: Socket) => {
  const column = (name: string, type: number) =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      int32(0),
      int16(0),
      int32(type),
      int16(-1 & 65535),
      int32(-1 >>> 0),
      int16(0),
    ]);
  const value = (text: string) => Buffer.concat([int32(text.length), Buffer.from(text)]);
  const ready = message('Z', 'I');
  let started = false;
  socket.on('data', () => {
    if (!started) {
      started = true;
      socket.write(Buffer.concat([message('R', int32(0)), ready]));
      return;
    }
    socket.write(
      Buffer.concat([
        message('T', int16(2), column('server_version', 25), column('number', 23)),
        message('D', int16(2), value('14.9'), value('140009')),
        message('C', 'SELECT 1\0'),
        ready,
      ]),
    );
  });
  socket.on('error', () => socket.destroy());
};

test('a server that is not there stops the start by name, with the reason', async () => {
  const { port, close } = await givenPort(() => undefined);
  close();

  await expect(openAt(port)).rejects.toMatchObject({
    code: 'start.databaseUnreachable',
    params: { reason: expect.stringContaining('ECONNREFUSED') },
  });
});

test('a server that is too old stops the start by name, with its version', async () => {
  const { port, close } = await givenPort(speakAsRelease14);

  await expect(openAt(port)).rejects.toMatchObject({
    code: 'start.databaseTooOld',
    params: { version: '14.9' },
  });
  close();
});
