/** Lengths and comments of one TypeScript file, read from its syntax tree. */
import ts from 'typescript';

export interface MeasuredFunction {
  readonly name: string;
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly lines: number;
}

export interface SourceFigures {
  readonly lines: number;
  /** Lines that are not blank. */
  readonly textLines: number;
  /** Lines with a comment on them, be it alone or after code. */
  readonly commentLines: number;
  /** Every function with a body, inner ones too: a nested one counts in its own right and in the one around it. */
  readonly functions: readonly MeasuredFunction[];
  readonly functionLines: readonly number[];
}

export function measureSource(path: string, text: string): SourceFigures {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const functions: MeasuredFunction[] = [];
  const commentLines = new Set<number>();
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;

  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = lineOf(node.getStart(source));
      functions.push({ name: nameOf(node, source), line: first + 1, lines: lineOf(node.end) - first + 1 });
    }
    const children = node.getChildren(source);
    if (children.length === 0) markComments(node);
    children.forEach(visit);
  };
  // Comments belong to the token that they stand before or behind.
  const markComments = (token: ts.Node): void => {
    const found = [
      ...(ts.getLeadingCommentRanges(text, token.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, token.end) ?? []),
    ];
    for (const { pos, end } of found)
      for (let line = lineOf(pos); line <= lineOf(end); line += 1) commentLines.add(line);
  };
  visit(source);

  const lines = text.replace(/\n$/, '').split('\n');
  return {
    lines: lines.length,
    textLines: lines.filter((line) => line.trim() !== '').length,
    commentLines: commentLines.size,
    functions,
    functionLines: functions.map((item) => item.lines),
  };
}

function nameOf(node: ts.SignatureDeclaration, source: ts.SourceFile): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  return named ? named.getText(source) : '(anonymous)';
}
