import restify from 'restify';
import { createAdapter } from '../src/bot/adapter.ts';
import { readConfig } from '../src/config.ts';
import { listen } from '../src/server/listen.ts';

/** The least a bot can do behind the same adapter: it echoes. What we measure ourselves against. */
const config = readConfig();
const adapter = createAdapter({
  tenantId: config.tenantId,
  botId: config.bot.id,
  botSecret: config.bot.secret,
  channelAuth: config.bot.channelAuth,
  channelMetadataUrl: config.bot.channelMetadataUrl,
  tokenAuthority: config.tokenAuthority,
});
const server = restify.createServer({ name: 'echo' });
server.use(restify.plugins.bodyParser({ mapParams: false }));
server.post('/api/messages', async (req, res) => {
  await adapter.process(req, res, async (context) => {
    await context.sendActivity(context.activity.text);
  });
});
const port = await listen(server, '127.0.0.1', config.port);
process.stdout.write(`${port}\n`);
