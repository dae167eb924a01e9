// A Kubernetes manifest: one object a document.
import type { SourceFile } from '../../text/file.ts';
import type { Parsed } from '../language.ts';
import { parseYaml } from '../yaml.ts';

export const parse = (file: SourceFile): Parsed<'kubernetes'> => parseYaml(file, 'kubernetes');
