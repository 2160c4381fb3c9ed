/** In which order files run: what takes longest first, so that at the end nobody waits for one that began late. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Seconds on a small machine, of those that take longer than their size tells. An order, no promise. */
const seconds: Readonly<Record<string, number>> = {
	'process/operating.test.ts': 60,
	'browser/missed.test.ts': 20,
	'browser/widget.test.ts': 45,
	'browser/dashboard.test.ts': 42,
	'admin/archive.test.ts': 40,
	'process/upgrade.test.ts': 38,
	'browser/a11y.test.ts': 36,
	'process/kill.test.ts': 34,
	'server/resume.test.ts': 34,
	'browser/trust.test.ts': 30,
	'process/start-refusals.test.ts': 28,
	'browser/visitor.test.ts': 27,
	'browser/alerts.test.ts': 26,
	'browser/journey.test.ts': 24,
	'hostile/hostile.test.ts': 24,
	'store/data-folder.test.ts': 23,
	'process/alerts.test.ts': 21,
	'process/two-servers.test.ts': 21,
	'browser/pages.test.ts': 20,
	'process/start-command.test.ts': 20,
	'bounds/held.test.ts': 19,
	'rpc/authorisation-matrix.test.ts': 19,
	'browser/resume.test.ts': 17,
	'browser/webhooks.test.ts': 16,
	'trust/retention.test.ts': 15,
	'process/drain.test.ts': 14,
	'outbox/outbox.test.ts': 12,
	'isolation/isolation.test.ts': 12,
	'actor/interleavings.test.ts': 12,
	'rpc/missed.test.ts': 12,
	'browser/phone.test.ts': 10,
	'takeovers/takeovers.test.ts': 9,
	'demo/process.test.ts': 8,
	'net/uws.test.ts': 8,
	'browser/country-data.test.ts': 8,
};

const weightOf = ({ moduleId }: TestSpecification): number => {
	const [, name = ''] = moduleId.split('/tests/');
	return seconds[name] ?? 0;
};

export class HeavyFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		// Projects stay in the order that they are in.
		const projects = [...new Set(sorted.map(({ project }) => project.name))];
		const place = ({ project }: TestSpecification): number => projects.indexOf(project.name);
		return sorted.sort((a, b) => place(a) - place(b) || weightOf(b) - weightOf(a));
	}
}
