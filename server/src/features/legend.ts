/** The kinds of semantic tokens, in the order of the legend. */
export const tokenTypes = ['variable', 'macro', 'keyword', 'string', 'parameter', 'comment', 'class', 'function'] as const;
export type TokenType = (typeof tokenTypes)[number];
