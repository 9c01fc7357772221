/** One message as the sandbox noted it. */
export interface Noted {
  readonly time: string;
  readonly op: 'post' | 'update' | 'delete';
  readonly activityId: string;
  readonly activity: NotedActivity;
}

export interface NotedActivity {
  readonly type?: string;
  readonly text?: string;
  readonly replyToId?: string;
  readonly from?: { readonly id?: string; readonly aadObjectId?: string };
  readonly entities?: readonly Record<string, unknown>[];
  readonly attachments?: readonly { readonly contentType?: string; readonly content?: unknown }[];
}

export interface SandboxPerson {
  readonly key: string;
  readonly name: string;
  readonly mail: string;
  readonly aadObjectId: string;
  readonly mri: string;
  readonly personalConversationId: string | null;
}

export interface Tenant {
  readonly users: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly mail: string | null;
    readonly userType: string;
    readonly externalUserState: string | null;
    readonly accountEnabled: boolean;
  }[];
  readonly resources: readonly {
    readonly id: string;
    readonly kind: string;
    readonly name: string;
    readonly owners: readonly string[];
    readonly members: readonly string[];
  }[];
}

export interface SentMail {
  readonly time: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly redeemUrl: string | null;
}

export interface People {
  readonly people: readonly SandboxPerson[];
  readonly teamId: string;
  readonly channelId: string;
  readonly groupChatId: string;
  readonly bot: { readonly id: string; readonly name: string };
  readonly tenantId: string;
  readonly serviceUrl: string;
}

/** The sandbox's control routes, from the outside. */
export interface SandboxClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  delete(path: string): Promise<void>;
  text(path: string): Promise<string>;
  people(): Promise<People>;
  person(key: string): Promise<SandboxPerson>;
  say(
    as: string,
    text: string,
    conversationId?: string,
  ): Promise<{ activityId: string; botStatus: number }>;
  press(
    as: string,
    activityId: string,
    verb: string,
    data?: object,
  ): Promise<{ status: number; body: InvokeBody }>;
  messages(conversationId: string): Promise<Noted[]>;
  tenant(): Promise<Tenant>;
  outbox(): Promise<SentMail[]>;
  reset(): Promise<void>;
}

export interface InvokeBody {
  readonly statusCode?: number;
  readonly type?: string;
  readonly value?: unknown;
}

/** Calls the control routes of the sandbox at `origin`; any answer but 2xx is thrown. */
export function sandboxClient(origin: string): SandboxClient {
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${origin}${path}`, {
      ...init,
      headers: { 'x-sandbox-observer': '1', 'content-type': 'application/json', ...init.headers },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const get = async <T>(path: string): Promise<T> => (await call(path)).json() as Promise<T>;
  const post = async <T>(path: string, body: unknown = {}): Promise<T> => {
    const text = await (await call(path, { method: 'POST', body: JSON.stringify(body) })).text();
    return (text === '' ? null : JSON.parse(text)) as T;
  };
  const people = () => get<People>('/_sandbox/people');
  return {
    get,
    post,
    delete: async (path) => {
      await call(path, { method: 'DELETE' });
    },
    text: async (path) => (await call(path)).text(),
    people,
    async person(key) {
      const found = (await people()).people.find((each) => each.key === key);
      if (!found) throw new Error(`nobody in the sandbox is called ${key}`);
      return found;
    },
    say: (as, text, conversationId) => post('/_sandbox/say', { as, text, conversationId }),
    press: (as, activityId, verb, data = {}) =>
      post('/_sandbox/press', { as, activityId, verb, data }),
    messages: (id) => get(`/_sandbox/messages?conversation=${encodeURIComponent(id)}`),
    tenant: () => get('/_sandbox/tenant'),
    outbox: () => get('/_sandbox/outbox'),
    reset: () => post('/_sandbox/reset'),
  };
}
