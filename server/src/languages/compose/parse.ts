// A Compose file as YAML documents; Compose itself reads the first.
import type { SourceFile } from '../../text/file.ts';
import type { Parsed } from '../language.ts';
import { parseYaml } from '../yaml.ts';

export const parse = (file: SourceFile): Parsed<'compose'> => parseYaml(file, 'compose');
