import { rm } from 'node:fs/promises';
import { makeTemplate, templateFolder } from './template.ts';

/** Run by `npm ci`: the first start then finds an initialised database to copy, of this very PGlite. */
await rm(templateFolder(), { recursive: true, force: true });
await makeTemplate(templateFolder());
