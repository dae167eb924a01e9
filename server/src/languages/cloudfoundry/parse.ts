// A manifest of Cloud Foundry. `((name))` is filled in by `cf push`.
import type { SourceFile } from '../../text/file.ts';
import type { Parsed } from '../language.ts';
import { parseYaml } from '../yaml.ts';

export const parse = (file: SourceFile): Parsed<'cloudfoundry'> => parseYaml(file, 'cloudfoundry');
