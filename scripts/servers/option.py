"""One option as options.json holds it. Fields that have their usual value are left out."""

import enum
import json
import pathlib

ORDER = (
    'name flags off config commands positional value choices choicesSince choicesDeprecated choicesRemoved open bare range repeatable '
    'separator default effective environment since deprecated removed replacement requires conflicts'
).split()
KINDS = 'none text integer number boolean octal path duration callable mapping'.split()


def plain(value):
    """A default as JSON: what has no plain form (functions, sentinels, sets of rules) is None."""
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, pathlib.Path):
        return str(value)
    if isinstance(value, (bool, int, float, str)) or value is None:
        return value
    if isinstance(value, (list, tuple, set)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    return None


def option(name, value, **fields):
    """Receives the facts of one option; returns them in the order of ORDER without the empty ones. `0` and `False` are kept."""
    unknown = set(fields) - set(ORDER)
    if unknown:
        raise ValueError(f'{name}: no such fields: {sorted(unknown)}')
    if value not in KINDS:
        raise ValueError(f'{name}: no such kind of value: {value}')
    made = {'name': name, 'value': value, **fields}
    if 'default' in made:
        made['default'] = plain(made['default'])
    if made.get('default') in (False, '') and value == 'none':
        made.pop('default')
    kept = {key: made[key] for key in ORDER if key in made and made[key] is not None and made[key] not in ([], {}, '')}
    for key in ('repeatable', 'open', 'positional', 'deprecated'):
        if kept.get(key) is False:
            kept.pop(key)
    return kept


def sorted_flags(strings):
    """Long spellings first, the order of the tool otherwise kept."""
    return [s for s in strings if s.startswith('--')] + [s for s in strings if not s.startswith('--')]


def lead(flags):
    """The name of an option: its first long spelling, else its first."""
    return flags[0]


def load(path):
    return json.loads(pathlib.Path(path).read_text('utf-8'))
