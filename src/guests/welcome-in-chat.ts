import { despiteTrouble, JOB_WRITES_MS } from '../db/despite-trouble.ts';
import { claimNotice, findNotice } from '../db/notices.ts';
import type { GuestDeps } from './deps.ts';
import { type Newcomer, orUnreachable } from './newcomer.ts';

/** The notice of a welcome in his own chat, or of a chat that cannot be reached. */
export const CHAT_WELCOME = 'welcome.chat';

/** Welcomes a guest in his own chat. That many cannot be reached there is noted, and fine. */
export async function welcomeInChat(deps: GuestDeps, newcomer: Newcomer): Promise<void> {
  const { row, request, userId, places } = newcomer;
  if (await findNotice(deps.db, row.id, CHAT_WELCOME)) return;
  const chat = await orUnreachable(deps, row, CHAT_WELCOME, () =>
    deps.notifier.personalChat(userId),
  );
  if (!chat) return;
  const resources = await Promise.all(
    places.map(async ({ resource }) => ({
      ...resource,
      url: await deps.tenant.landingUrl(resource),
    })),
  );
  const message = deps.presenter.guestWelcome(
    {
      guest: { address: row.address, name: row.name },
      sponsor: {
        id: request.requesterId,
        name: request.requesterName,
        mail: request.requesterMail,
      },
      resources,
      until: request.until,
    },
    request.locale,
  );
  const sent = await orUnreachable(deps, row, CHAT_WELCOME, () =>
    deps.notifier.post(chat, message),
  );
  if (!sent) return;
  const { activityId } = sent;
  const said = { subject: row.id, event: CHAT_WELCOME, activityId, at: deps.clock.now() };
  await despiteTrouble(JOB_WRITES_MS, () => claimNotice(deps.db, said));
}
