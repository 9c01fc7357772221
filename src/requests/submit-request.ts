import { appendAudit } from '../db/audit.ts';
import { deleteGuests } from '../db/guests.ts';
import { insertParts } from '../db/request-parts.ts';
import { changeRequest, deleteResources, lockRequest, type RequestRow } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import { AppError } from '../errors.ts';
import type { RequestDeps } from './deps.ts';
import { problemInAudit } from './in-audit.ts';
import { type Preparation, prepareRequest } from './prepare-request.ts';
import { readText } from './read-text.ts';
import { redraw } from './redraw.ts';
import { type Repeated, refuseRepeated } from './refuse-repeated.ts';
import type { Outcome } from './start-request.ts';
import { canMove } from './transitions.ts';
import type { Problem, RequestView, RequestWish } from './types.ts';
import { requireView, viewRequest } from './view-request.ts';
import { auditRequest, enqueueDecided, partsOf, statusOf, wishColumns } from './write-request.ts';

/** Inputs of the form as they come in. Left out: stays as it was; an empty text: was emptied. */
export interface FormInputs {
  readonly guests?: unknown;
  readonly resources?: unknown;
  readonly reason?: unknown;
  readonly until?: unknown;
  readonly message?: unknown;
}

/** The value of `resources` that stands for no resource at all. */
const DIRECTORY_ONLY = 'directory-only';

/** Characters that the two long inputs may hold. */
const LONGEST = 20_000;

/**
 * Takes the form of one's own draft and goes on as with a sentence. A refused one leaves the draft as
 * it is; one that policy denies ends it.
 *
 * @throws AppError `request.notFound`, `request.notYours`, `request.alreadySent`, and those of `startRequest`
 */
export async function submitRequest(
  deps: RequestDeps,
  submit: {
    readonly requestId: string;
    readonly actorId: string;
    /** What the form of this draft holds. */
    readonly inputs: (draft: RequestView) => FormInputs;
  },
): Promise<Outcome> {
  const view = await viewRequest(deps, submit.requestId);
  if (!view) throw new AppError('request.notFound', { id: submit.requestId });
  if (view.requester.id !== submit.actorId) throw new AppError('request.notYours');
  if (view.status !== 'draft') throw new AppError('request.alreadySent', { id: view.id });

  const wish = readForm(deps, view, submit.inputs(view));
  const preparation = await prepareRequest(deps, submit.actorId, wish);
  if (preparation.kind === 'refused') return preparation;
  const repeated = await deps.db.transaction((tx) => write(tx, deps, view.id, preparation));
  if (repeated) return repeated;
  const after = await requireView(deps, deps.db, view.id);
  if (preparation.kind === 'denied') return { kind: 'denied', problem: preparation.problem };
  return { kind: after.status === 'draft' ? 'draft' : 'started', view: after };
}

/** Gives what refuses the form; then nothing was written. */
async function write(
  tx: Tx,
  deps: RequestDeps,
  requestId: string,
  preparation: Exclude<Preparation, { kind: 'refused' }>,
): Promise<Repeated | null> {
  const row = await lockRequest(tx, requestId);
  if (row?.status !== 'draft') throw new AppError('request.alreadySent', { id: requestId });
  if (preparation.kind === 'denied') {
    await endDenied(tx, deps, row, preparation.problem);
    return null;
  }

  const decision = preparation.kind === 'decided' ? preparation.decision : null;
  const { prepared } = preparation;
  const repeated = decision && (await refuseRepeated(tx, deps, prepared));
  if (repeated) return repeated;
  const status = statusOf(decision);
  if (decision && !canMove(row.status, status)) {
    throw new AppError('request.alreadySent', { id: requestId });
  }
  const at = deps.clock.now();
  const decidedAt = decision?.kind === 'allow' ? at : null;
  const askedAt = decision ? at : null;
  await changeRequest(tx, row, { status, ...wishColumns(prepared), askedAt, decidedAt }, at);
  await deleteGuests(tx, row.id);
  await deleteResources(tx, row.id);
  const parts = partsOf(deps, row.id, prepared, decision);
  await insertParts(tx, row.id, parts);
  await enqueueDecided(tx, deps, row.id, parts, decision);
  await auditRequest(tx, at, {
    action: decision ? 'request.started' : 'request.drafted',
    request: row,
    actor: row.requesterId,
    before: 'draft',
    after: status,
    prepared,
    decision,
  });
  await redraw(tx, deps, requestId);
  return null;
}

async function endDenied(
  tx: Tx,
  deps: RequestDeps,
  row: RequestRow,
  problem: Problem,
): Promise<void> {
  const at = deps.clock.now();
  await changeRequest(tx, row, { status: 'denied', problem, decidedAt: at }, at);
  await appendAudit(tx, {
    at,
    actor: row.requesterId,
    action: 'request.deniedByPolicy',
    subject: row.id,
    before: { status: row.status },
    after: { status: 'denied', problem: problemInAudit(row.requesterId, problem) },
    correlationId: row.correlationId,
  });
  await redraw(tx, deps, row.id);
}

function readForm(deps: RequestDeps, draft: RequestView, inputs: FormInputs): RequestWish {
  const kept = {
    reason: inputs.reason === undefined ? draft.reason : readText(inputs.reason, LONGEST),
    until: inputs.until === undefined ? draft.until : readText(inputs.until, LONGEST),
    message: inputs.message === undefined ? draft.message : readText(inputs.message, LONGEST),
  };
  const guests =
    inputs.guests === undefined
      ? draft.guests
      : deps.reading.readGuests(readText(inputs.guests, LONGEST) ?? '');
  return { guests, ...kept, ...readPlaces(deps, draft, inputs.resources) };
}

/** Ids that were chosen, or names that were written; nothing at all means the directory alone, where that may be. */
function readPlaces(
  { settings }: RequestDeps,
  draft: RequestView,
  input: unknown,
): Pick<RequestWish, 'resources' | 'splits' | 'directoryOnly'> {
  if (input === undefined) {
    const known = draft.resources.filter(({ id }) => id !== '').map(({ id }) => id);
    const resources = [...known, ...draft.openResources.map(({ asked }) => asked)];
    return { resources, directoryOnly: draft.directoryOnly };
  }
  const text = readText(input, LONGEST) ?? '';
  const lines = text.split(/[\n;]/).map(readLine);
  const resources = lines.map(({ name }) => name).filter((name) => name !== '');
  const asked = lines.some(({ directoryOnly }) => directoryOnly);
  return {
    resources,
    directoryOnly: asked || (text === '' && settings.directoryOnly),
    // A name may hold a comma: taken apart only where the whole is no name.
    splits: Object.fromEntries(
      lines.flatMap(({ name, parts }) => (parts.length > 1 ? [[name, [parts]]] : [])),
    ),
  };
}

/** One name, or several ids that were chosen, joined by commas. */
function readLine(line: string): { name: string; parts: string[]; directoryOnly: boolean } {
  const all = line.split(',').map((part) => part.trim());
  const parts = all.filter((part) => part !== '' && part !== DIRECTORY_ONLY);
  const directoryOnly = all.includes(DIRECTORY_ONLY);
  return { name: directoryOnly ? parts.join(',') : line.trim(), parts, directoryOnly };
}
