// A workflow of GitHub or GitLab, as YAML. `${{ }}` is filled in by the service, and is no template of the file.
import type { SourceFile } from '../../text/file.ts';
import type { Parsed } from '../language.ts';
import { parseYaml } from '../yaml.ts';

export const parse = (file: SourceFile): Parsed<'ci'> => parseYaml(file, 'ci', () => undefined);
