// Whether an instruction can use a variable at all.
import { asRead } from '../../../languages/dockerfile/moved.ts';
import type { Instruction } from '../../../languages/dockerfile/parse.ts';
import { memo } from '../../../languages/memo.ts';

const holdsDollar = memo(({ line, script }: Instruction): boolean => line.text.includes('$') || script.text.includes('$'));

/** False when there is no dollar sign in an instruction, nor in its here-documents: most have none, and one look tells. */
export const mayUse = (instruction: Instruction): boolean => holdsDollar(asRead(instruction));
