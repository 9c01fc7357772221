import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** One Bicep file as its grammar reads it. */
export interface BicepFile {
  readonly name: string;
  readonly text: string;
  /** What the grammar could not read, with its line. */
  readonly faults: readonly string[];
  /** Parameters, and whether each has a default. */
  readonly params: ReadonlyMap<string, { readonly optional: boolean }>;
  /** Files of modules, with the names of what is handed to each. */
  readonly modules: readonly { readonly file: string; readonly given: readonly string[] }[];
  readonly outputs: readonly string[];
}

const require = createRequire(import.meta.url);

/** Reads every Bicep file of a folder with the grammar of tree-sitter-bicep. It checks syntax, not types. */
export async function readBicep(folder: string): Promise<readonly BicepFile[]> {
  await Parser.init();
  const parser = new Parser();
  const grammar = require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
  parser.setLanguage(await Language.load(readFileSync(grammar)));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.bicep'))
    .map((name) => readOne(parser, name, readFileSync(join(folder, name), 'utf8')));
}

/** What the grammar makes of a text. */
export async function faultsIn(text: string): Promise<readonly string[]> {
  await Parser.init();
  const parser = new Parser();
  const grammar = require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
  parser.setLanguage(await Language.load(readFileSync(grammar)));
  return readOne(parser, 'text', text).faults;
}

function readOne(parser: Parser, name: string, text: string): BicepFile {
  const root = parser.parse(text)?.rootNode;
  if (!root) throw new Error(`${name} was not parsed`);
  const all = descendants(root);
  const ofType = (type: string) => all.filter((node) => node.type === type);
  return {
    name,
    text,
    faults: all
      .filter((node) => node.isError || node.isMissing)
      .map((node) => `${name}:${node.startPosition.row + 1} ${node.text.slice(0, 60)}`),
    params: new Map(
      ofType('parameter_declaration').map((node) => [
        firstOf(node, 'identifier'),
        { optional: / = /.test(node.text) },
      ]),
    ),
    modules: ofType('module_declaration').map((node) => ({
      file: firstOf(node, 'string_content'),
      given: [
        ...(/\n {2}params: \{\n([\s\S]*?)\n {2}\}/.exec(node.text)?.[1] ?? '').matchAll(
          /^ {4}(\w+):/gm,
        ),
      ].map(([, key]) => key ?? ''),
    })),
    outputs: ofType('output_declaration').map((node) => firstOf(node, 'identifier')),
  };
}

function firstOf(node: Node, type: string): string {
  return descendants(node).find((each) => each.type === type)?.text ?? '';
}

function descendants(node: Node): Node[] {
  return [node, ...node.children.filter((each) => each !== null).flatMap(descendants)];
}
