// Properties run on the same inputs each time; DRYDOCK_SEED explores others.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['DRYDOCK_SEED'] ?? 20261121) });
