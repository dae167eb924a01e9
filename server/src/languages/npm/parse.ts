// package.json. JSON is YAML, so the same library reads it and knows the places.
import type { SourceFile } from '../../text/file.ts';
import type { Parsed } from '../language.ts';
import { parseYaml } from '../yaml.ts';

export const parse = (file: SourceFile): Parsed<'npm'> => parseYaml(file, 'npm', () => undefined);
