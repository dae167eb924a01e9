import { type Reading, reading } from '../../project/uwsgi/reading.ts';
import type { Subject } from '../rule.ts';

/** The uwsgi.ini of a rule's subject as its server will see it. Made once for all rules. */
export const uwsgiReading = ({ facts, project, knowledge }: Subject<'uwsgi'>): Reading => reading(facts, project, knowledge);
