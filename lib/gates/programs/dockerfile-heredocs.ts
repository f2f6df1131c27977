import { Problem } from '../../build/programs/problem';

/** Lines of a Dockerfile that belong to the instruction before them. */
export interface Heredoc {
  /** The line that ends them. */
  readonly word: string;
  /** Whether tabs may stand before it. */
  readonly tabs: boolean;
}

/** As a shell splits words, with their quotes. */
const WORD = /(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs;

/**
 * The heredocs of an instruction, as BuildKit sees them: a word by itself, `<<NAME`, and none within quotes. What follows is
 * passed over by whoever looks for instructions, so that one that may be a heredoc or not is refused.
 */
export function heredocsOf(name: string, text: string, line: number): Heredoc[] {
  if (!['RUN', 'COPY', 'ADD'].includes(name) || !/(?<!<)<<(?!<)/.test(text)) return [];
  // What stands in braces may have spaces and quotes of its own.
  const isPlain = text.replace(WORD, '').trim() === '' && !/\$\{(?!\w+\})/.test(text);
  if (!isPlain) throw unclear(line);
  return (text.match(WORD) ?? []).flatMap((word) => {
    const [, dash, rest] = /^\d*<<(-?)([^<]+)$/s.exec(word) ?? [];
    if (rest === undefined) return [];
    const [, , plain] = /^(["']?)([\w.-]+)\1$/.exec(rest) ?? [];
    if (plain === undefined) throw unclear(line);
    return [{ word: plain, tabs: dash === '-' }];
  });
}

function unclear(line: number): Problem {
  return new Problem(
    `nobody can tell what << in line ${line} of the Dockerfile begins: a heredoc is <<NAME, with balanced quotes before it`,
  );
}
