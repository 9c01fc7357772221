import type { OutgoingFile } from '../api/sandbox.ts';

/** Reads chosen files whole, as `say` takes them. */
export function readFiles(files: readonly File[]): Promise<OutgoingFile[]> {
  return Promise.all(files.map(readFile));
}

async function readFile(file: File): Promise<OutgoingFile> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(file);
  });
  return { name: file.name, base64: url.slice(url.indexOf(',') + 1) };
}
