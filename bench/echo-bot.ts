import { collectDefaultMetrics, register } from 'prom-client';
import restify from 'restify';
import { createAdapter } from '../src/bot/adapter.ts';
import { readConfig } from '../src/config.ts';
import { runProcess } from '../src/run-process.ts';
import { closeServer, listen } from '../src/server/listen.ts';

/** The least a bot can do behind the same adapter: it echoes. What we measure ourselves against. */
await runProcess(async () => {
  const config = readConfig();
  const adapter = createAdapter({
    identity: config.identity,
    channelAuth: config.bot.channelAuth,
    channelMetadataUrl: config.bot.channelMetadataUrl,
  });
  collectDefaultMetrics();
  const server = restify.createServer({ name: 'echo' });
  server.use(restify.plugins.bodyParser({ mapParams: false }));
  server.get('/metrics', async (_req, res) => {
    res.sendRaw(200, await register.metrics(), { 'Content-Type': register.contentType });
  });
  server.post('/api/messages', async (req, res) => {
    await adapter.process(req, res, async (context) => {
      await context.sendActivity(context.activity.text);
    });
  });
  await listen(server, '127.0.0.1', config.port);
  return { close: () => closeServer(server) };
});
