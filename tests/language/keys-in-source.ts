import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A problem that the source names, with the parameters it gives; null where they are not written out. */
export interface NamedProblem {
  readonly code: string;
  readonly params: readonly string[] | null;
  readonly file: string;
}

/** What the source says of texts: keys asked for, prefixes of keys made at run time, all literals, problems. */
export interface KeysInSource {
  readonly asked: Map<string, string>;
  readonly prefixes: Set<string>;
  readonly literals: Set<string>;
  readonly problems: NamedProblem[];
}

/** The page of the sandbox asks for keys inside its own namespace. */
const OWN_NAMESPACE = new Map([[join('src', 'sandbox', 'page'), 'sandbox.']]);

/** Reads every source file of the product. */
export function keysInSource(root: string): KeysInSource {
  const found: KeysInSource = {
    asked: new Map(),
    prefixes: new Set(),
    literals: new Set(),
    problems: [],
  };
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((each) => /\.(tsx?|js)$/.test(each))) {
    const file = join('src', name);
    const text = readFileSync(join(root, file), 'utf8');
    const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, kind);
    const own = [...OWN_NAMESPACE].find(([folder]) => file.startsWith(folder))?.[1] ?? '';
    visit(source, file, own, found);
  }
  return found;
}

function visit(node: ts.Node, file: string, own: string, found: KeysInSource): void {
  if (ts.isStringLiteralLike(node)) found.literals.add(own + node.text);
  if (ts.isCallExpression(node) && isTranslate(node.expression)) {
    const [key] = node.arguments;
    if (key) readKey(key, file, own, found);
  }
  if (ts.isNewExpression(node) && isNamed(node.expression, 'AppError')) {
    const [code, params] = node.arguments ?? [];
    if (code && ts.isStringLiteralLike(code)) {
      found.problems.push({ code: code.text, params: params ? paramNames(params) : [], file });
    }
  }
  if (ts.isObjectLiteralExpression(node)) readProblem(node, file, found);
  ts.forEachChild(node, (child) => visit(child, file, own, found));
}

function readKey(node: ts.Expression, file: string, own: string, found: KeysInSource): void {
  if (ts.isStringLiteralLike(node)) found.asked.set(own + node.text, file);
  else if (ts.isTemplateExpression(node)) found.prefixes.add(own + node.head.text);
  else if (ts.isParenthesizedExpression(node)) readKey(node.expression, file, own, found);
  else if (ts.isConditionalExpression(node)) {
    readKey(node.whenTrue, file, own, found);
    readKey(node.whenFalse, file, own, found);
  }
}

/** `{ code: 'guest.colleague', params: { … } }`. */
function readProblem(node: ts.ObjectLiteralExpression, file: string, found: KeysInSource): void {
  const [code, params] = ['code', 'params'].map((name) =>
    node.properties.find((each) => each.name && isNamed(each.name, name)),
  );
  if (!code || !params || !ts.isPropertyAssignment(code)) return;
  if (!ts.isStringLiteralLike(code.initializer)) return;
  const given = ts.isPropertyAssignment(params) ? paramNames(params.initializer) : null;
  found.problems.push({ code: code.initializer.text, params: given, file });
}

function paramNames(node: ts.Expression): string[] | null {
  if (!ts.isObjectLiteralExpression(node)) return null;
  const names = node.properties.map((each) =>
    each.name && ts.isIdentifier(each.name) ? each.name.text : null,
  );
  return names.every((name) => name !== null) ? names : null;
}

function isTranslate(node: ts.Expression): boolean {
  return isNamed(ts.isPropertyAccessExpression(node) ? node.name : node, 't');
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}
