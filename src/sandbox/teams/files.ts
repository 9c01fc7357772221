import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import type { User } from '../tenant/types.ts';
import type { World } from '../world.ts';

/** A file that somebody gave to Teams. */
interface KeptFile {
  readonly name: string;
  readonly base64: string;
  /** Opens the file without a token, as SharePoint's download links do. */
  readonly key: string;
}

/** What an attachment says of a file. */
export interface FileInfo {
  readonly downloadUrl: string;
  readonly contentUrl: string;
  readonly uniqueId: string;
  readonly fileType: string;
}

const filesOf = ({ store }: World) => store.table<KeptFile>('teams/files');

/** Where the file would lie in the person's OneDrive. */
function oneDriveUrl(name: string, person: User | null): string {
  const owner = (person?.userPrincipalName ?? 'john@woodgrove.com').replace(/[^a-z0-9]/gi, '_');
  const folder = 'Documents/Microsoft Teams Chat Files';
  return encodeURI(
    `https://woodgrove-my.sharepoint.com/personal/${owner.toLowerCase()}/${folder}/${name}`,
  );
}

/** Keeps a file. `person`: in whose OneDrive it appears. */
export function keepFile(
  world: World,
  name: string,
  bytes: Buffer,
  person: User | null = null,
): FileInfo {
  const uniqueId = randomUUID();
  const key = randomUUID();
  const kept = { name, base64: bytes.toString('base64'), key };
  world.store.write(() => filesOf(world).put(uniqueId, kept));
  return {
    downloadUrl: `${world.settings.origin}/_sandbox/files/${uniqueId}?tempauth=${key}`,
    contentUrl: oneDriveUrl(name, person),
    uniqueId,
    fileType: extname(name).slice(1).toLowerCase(),
  };
}

/** A kept file; null without the key of its download link. */
export function readFile(
  world: World,
  uniqueId: string,
  key: string | null,
): { name: string; bytes: Buffer } | null {
  const kept = filesOf(world).get(uniqueId);
  if (!kept || kept.key !== key) return null;
  return { name: kept.name, bytes: Buffer.from(kept.base64, 'base64') };
}

/** A file as an attachment of a 1:1 message. */
export function fileAttachment(name: string, { contentUrl, ...content }: FileInfo) {
  const { downloadUrl, uniqueId, fileType } = content;
  return {
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    contentUrl,
    name,
    content: { downloadUrl, uniqueId, fileType },
  };
}
