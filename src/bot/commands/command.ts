import type { Command } from '../../language/types.ts';
import type { Answer, OurTurn } from '../deps.ts';

/** One kind of sentence and what answers it. */
export interface CommandHandler<K extends Command['kind']> {
  readonly kind: K;
  /** It may change something: when its activity comes again after it was answered, it is not run again. */
  readonly changes?: true;
  /** null: what it asks for is being answered by another turn, which brings the same activity. */
  run(our: OurTurn, command: Extract<Command, { kind: K }>): Promise<Answer | null>;
}

/** A card said once, with the line of its notification. */
export function say(card: object, summary: string): Answer {
  return { kind: 'message', message: { card, summary } };
}
