/** The query language of `az --query`. */
declare module 'jmespath' {
  export function search(data: unknown, expression: string): unknown;
}
