import { gzipSync } from 'node:zlib';
import { BOT, said, TENANT } from './bot-outside.ts';
import type { Outside } from './outside.ts';
import { json, type Sent } from './post.ts';

type Make = (outside: Outside) => Partial<Sent>;

const OTHER = '99999999-9999-4999-8999-999999999999';

/** An activity that is John's but for these fields. */
const changed =
  (changes: object): Make =>
  (outside) => ({ body: JSON.stringify(said(outside, changes)) });

/** Exactly this text. */
const text =
  (body: string | Buffer): Make =>
  () => ({ body });

/** A good activity under other headers; `undefined` leaves one out. */
const headed =
  (headers: Record<string, string>, encode: (body: string) => string | Buffer = String): Make =>
  (outside) => ({ headers, body: encode(JSON.stringify(said(outside))) });

const typed = (type: string): Make => headed({ 'content-type': type });

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** A good activity, with this text put in front of its closing brace. */
const ending =
  (more: string): Make =>
  (outside) => ({ body: JSON.stringify(said(outside)).replace(/\}$/, `,${more}}`) });

const invoke = (changes: object) => changed({ type: 'invoke', ...changes });

/** Bodies that are not taken, by what is wrong with them; each comes with a good token. */
export const wrongBodies: readonly (readonly [what: string, status: number, make: Make])[] = [
  ['nothing', 400, text('')],
  ['null', 400, text('null')],
  ['a number', 400, text('7')],
  ['a string', 400, text('"message"')],
  ['a list', 400, text('[]')],
  ['a list of activities', 400, (o) => ({ body: JSON.stringify([said(o)]) })],
  ['an empty object', 400, text('{}')],
  ['no JSON', 400, text('type=message')],
  ['JSON cut off', 400, (o) => ({ body: JSON.stringify(said(o)).slice(0, -1) })],
  ['JSON and more', 400, (o) => ({ body: `${JSON.stringify(said(o))}{}` })],
  [
    'bytes that are no UTF-8',
    400,
    headed(json, (b) => Buffer.from(b.replace('help', 'h\xe9lp'), 'latin1')),
  ],
  ['UTF-16', 400, headed(json, (b) => Buffer.from(b, 'utf16le'))],
  ['compressed bytes that nobody named so', 400, headed(json, (b) => gzipSync(b))],
  ['gzip', 415, headed({ ...json, 'content-encoding': 'gzip' }, (b) => gzipSync(b))],
  ['an unknown encoding', 415, headed({ ...json, 'content-encoding': 'br' })],
  ['a form', 415, typed('application/x-www-form-urlencoded')],
  ['a form of several parts', 415, typed('multipart/form-data; boundary=x')],
  ['plain text', 415, typed('text/plain')],
  ['bytes', 415, typed('application/octet-stream')],
  ['almost JSON', 415, typed('application/jsonp')],
  ['JSON in UTF-16', 415, typed('application/json; charset=utf-16')],
  ['JSON in Latin', 415, typed('application/json; charset=iso-8859-1')],
  ['too much', 413, changed({ text: 'x'.repeat(300_000) })],
  [
    'too much, in pieces',
    413,
    (o) => ({ body: pieces(JSON.stringify(said(o, { text: 'x'.repeat(300_000) }))) }),
  ],
  ['a thousand lists in each other', 400, text(nested(1000))],
  ['a hundred thousand lists in each other', 400, text(nested(100_000))],
  ['a value that is a thousand levels deep', 400, ending(`"value":${nested(1000)}`)],

  ['no type', 400, changed({ type: undefined })],
  ['a number as its type', 400, changed({ type: 123 })],
  ['null as its type', 400, changed({ type: null })],
  ['an empty type', 400, changed({ type: '' })],
  ['a list as its type', 400, changed({ type: ['message'] })],
  ['a type of a thousand letters', 400, changed({ type: 'x'.repeat(1000) })],
  ['two types, the later a number', 400, ending('"type":7')],
  [
    'a type that only its prototype has',
    400,
    (o) => ({ body: `{"__proto__":${JSON.stringify(said(o))}}` }),
  ],
  ['no conversation', 400, changed({ conversation: undefined })],
  ['a word as its conversation', 400, changed({ conversation: 'a:john' })],
  ['a conversation without an id', 400, changed({ conversation: { tenantId: TENANT } })],
  [
    'a number as the id of its conversation',
    400,
    changed({ conversation: { id: 7, tenantId: TENANT } }),
  ],
  [
    'a way out as the id of its conversation',
    400,
    changed({ conversation: { id: '..', tenantId: TENANT } }),
  ],
  [
    'a conversation’s id with NUL in it',
    400,
    changed({ conversation: { id: 'a\0', tenantId: TENANT } }),
  ],
  [
    'a conversation’s id of 3,000 letters',
    400,
    changed({ conversation: { id: 'a'.repeat(3000), tenantId: TENANT } }),
  ],
  ['a message of nobody', 400, changed({ from: undefined })],
  ['a word as who says it', 400, changed({ from: 'john' })],
  ['a list as who says it', 400, changed({ from: [] })],
  ['somebody without an account', 400, changed({ from: { id: '29:x' } })],
  ['an account that is no id', 400, changed({ from: { id: '29:x', aadObjectId: 'john' } })],
  ['a number as an account', 400, changed({ from: { id: '29:x', aadObjectId: 7 } })],
  ['a number as its id', 400, changed({ id: 7 })],
  ['an id with a line in it', 400, changed({ id: 'a\nb' })],
  ['a number as its text', 400, changed({ text: 7 })],
  ['an object as its text', 400, changed({ text: { toString: 'help' } })],
  ['a number as its language', 400, changed({ locale: 7 })],
  ['a word as its channel data', 400, changed({ channelData: 'tenant' })],
  ['a word as its tenant', 400, changed({ channelData: { tenant: TENANT } })],
  ['an object for its entities', 400, changed({ entities: {} })],
  ['words for its entities', 400, changed({ entities: ['mention'] })],
  ['a word for its attachments', 400, changed({ attachments: 'file' })],
  ['nulls for its attachments', 400, changed({ attachments: [null] })],
  ['a word for whom it is to', 400, changed({ recipient: BOT })],
  ['a word for who was added', 400, changed({ type: 'conversationUpdate', membersAdded: 'john' })],
  ['answers asked for in the answer', 400, changed({ deliveryMode: 'expectReplies' })],

  ['an invoke without a name', 400, invoke({ value: {} })],
  ['an invoke that nobody knows', 400, invoke({ name: 'evil/invoke', value: {} })],
  ['an invoke named by a number', 400, invoke({ name: 7, value: {} })],
  ['a press without a value', 400, invoke({ name: 'adaptiveCard/action' })],
  ['a press with a list', 400, invoke({ name: 'adaptiveCard/action', value: [] })],
  [
    'a press without an action',
    400,
    invoke({ name: 'adaptiveCard/action', value: { trigger: 'manual' } }),
  ],
  [
    'a press with a number as its verb',
    400,
    invoke({ name: 'adaptiveCard/action', value: { action: { verb: 7 } } }),
  ],
  [
    'a press with a word as its data',
    400,
    invoke({
      name: 'adaptiveCard/action',
      value: { action: { verb: 'request.approve', data: 'x' } },
    }),
  ],

  [
    'another tenant',
    403,
    changed({
      channelData: { tenant: { id: OTHER } },
      conversation: { id: 'a:john', tenantId: OTHER },
    }),
  ],
  ['another tenant in its channel data', 403, changed({ channelData: { tenant: { id: OTHER } } })],
  [
    'another tenant in its conversation',
    403,
    changed({ conversation: { id: 'a:john', tenantId: OTHER } }),
  ],
  ['no tenant at all', 403, changed({ channelData: {}, conversation: { id: 'a:john' } })],
  ['another channel', 403, changed({ channelId: 'skype' })],
  ['the emulator’s channel', 403, changed({ channelId: 'emulator' })],
  ['a channel that the SDK checks elsewhere', 403, changed({ channelId: 'AseChannel' })],
  ['no service URL', 400, changed({ serviceUrl: undefined })],
  ['null as its service URL', 400, changed({ serviceUrl: null })],
  ['an empty service URL', 400, changed({ serviceUrl: '' })],
  [
    'a list as its service URL',
    400,
    (o) => ({ body: JSON.stringify(said(o, { serviceUrl: [`${o.origin}/`] })) }),
  ],
  [
    'a service URL of 3,000 letters',
    400,
    (o) => ({ body: JSON.stringify(said(o, { serviceUrl: `${o.origin}/${'x'.repeat(3000)}` })) }),
  ],
  ['two service URLs, the later evil', 403, ending('"serviceUrl":"http://evil.example/"')],
];

/** Addresses that answers must not go to, though the token names the same. */
export const wrongServiceUrls: readonly string[] = [
  'http://evil.example/',
  'https://smba.trafficmanager.net/teams/',
  'https://127.0.0.1/',
  'http://127.0.0.1.evil.example/',
  'http://127.0.0.1@evil.example/',
  'http://127.0.0.1:80@evil.example/',
  'http://localhost:secret@evil.example/',
  'http://localhost\\@evil.example/',
  'http://localhost.evil.example/',
  'http://[::1].evil.example/',
  'http://127.0.0.1\t@evil.example/',
  ' http://127.0.0.1/',
  '\nhttp://127.0.0.1/',
  'http://evil.example/?http://127.0.0.1/',
  'http://0.0.0.0/',
  'http://169.254.169.254/',
  '//127.0.0.1/',
  'file:///etc/passwd',
  'ftp://127.0.0.1/',
  '127.0.0.1',
];

function pieces(body: string): Buffer[] {
  const bytes = Buffer.from(body);
  const count = Math.ceil(bytes.length / 50_000);
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * 50_000, (at + 1) * 50_000));
}
