/** The characters that ask for completion by themselves, in one language or another. */
export const triggers = ['=', ' ', '-', '/', '%', '(', '[', ':', '$', '{', '"', "'", '.', ','];
