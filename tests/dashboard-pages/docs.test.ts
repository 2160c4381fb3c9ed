import { describe, expect, test } from 'vitest';
import { liveMonitoring, toldIn } from '../../dashboard/docs/live-monitoring.ts';
import { durations } from '../../shared/limits.ts';
import { type DeskTexts, deskEn } from '../../shared/text/desk-en.ts';
import { deskLv } from '../../shared/text/desk-lv.ts';
import { type DocsText, docsEn } from '../../shared/text/docs-en.ts';
import { docsLv } from '../../shared/text/docs-lv.ts';
import { type WidgetText, widgetEn } from '../../shared/text/widget-en.ts';
import { widgetLv } from '../../shared/text/widget-lv.ts';
import { unreachable } from '../../shared/unreachable.ts';

/** What the page of a hosted product of this kind tells its reader; each point must be told here, by these sentences. */
const points: Readonly<Record<string, readonly string[]>> = {
	'all active chats, in real time': ['overview.all'],
	'who chats, what they ask, take over when needed': ['overview.all'],
	'sessions appear when the widget opens and disappear when visitors leave': ['overview.appear'],
	'no refreshing': ['overview.appear'],
	country: ['card.country'],
	device: ['card.device'],
	time: ['card.time'],
	'number of messages': ['card.messages'],
	'last message': ['card.last'],
	'an example of the list': ['example.list'],
	'two ways': ['ways.intro'],
	'watching does not interrupt the AI': ['ways.watch'],
	'watch for quality, learning, observing, training': ['ways.quality', 'ways.learn', 'ways.observe', 'ways.training'],
	'the visitor does not know': ['ways.unseen'],
	'taking over: answer directly, the AI stops until you leave': ['ways.take'],
	'take over for difficult, valued, struggling, delicate': [
		'ways.complex',
		'ways.valued',
		'ways.struggling',
		'ways.delicate',
	],
	'the live agent indicator': ['ways.indicator', 'took.sees'],
	'the sound button and its choices': ['sounds.intro', 'sounds.all', 'sounds.new', 'sounds.none'],
	'human needed only': ['sounds.human'],
	'the tip about browsers that block sound': ['sounds.autoplay'],
	'the agent name, where it is set and shown': ['name.intro', 'example.name', 'name.shown'],
	'the four steps of a takeover': ['took.stops', 'took.sees', 'took.direct', 'took.leave'],
	'both deadlines': ['away.gone', 'away.idle'],
	'each website has its own dashboard': ['places.site'],
	plans: ['places.plan'],
};

const languages: readonly (readonly [string, DocsText, DeskTexts, WidgetText])[] = [
	['English', docsEn, deskEn, widgetEn],
	['Latvian', docsLv, deskLv, widgetLv],
];

describe.each(languages)('the Live Monitoring page in %s', (_, text, desk, widget) => {
	const sections = liveMonitoring(text);
	const told = new Map(sections.flatMap(toldIn).map(({ id, text: sentence }) => [id, sentence]));

	test.each(Object.entries(points))('tells: %s', (_point, ids) => {
		for (const id of ids) expect(told.get(id) ?? '', id).not.toBe('');
	});

	test('names a section once and a sentence once', () => {
		const ids = [...sections.map(({ id }) => id), ...sections.flatMap(toldIn).map(({ id }) => id)];
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('leaves no sentence of the dictionary untold', () => {
		const shown = new Set([
			...sections.map(({ title }) => title),
			...sections.flatMap(({ blocks }) =>
				blocks.flatMap((block) => {
					switch (block.kind) {
						case 'text':
							return [block.told.text];
						case 'note':
							return [block.label, block.told.text];
						case 'terms':
						case 'steps':
						case 'choices':
							return block.terms.flatMap(({ term, text: sentence }) => [term, sentence]);
						case 'ways':
							return block.ways.flatMap((way) => [
								way.title,
								way.text,
								way.seen.text,
								...[...way.uses, ...way.more].map((one) => one.text),
							]);
						case 'example':
							return [];
						default:
							return unreachable(block);
					}
				}),
			),
		]);
		const examples = /^(card\.example|name\.(field|example))/;
		const groups = Object.entries(text).filter(([, group]) => typeof group === 'object');
		for (const [name, group] of groups) {
			for (const [key, sentence] of Object.entries(group)) {
				if (!examples.test(`${name}.${key}`)) expect(shown, `${name}.${key}`).toContain(sentence);
			}
		}
	});

	test('names buttons and signs as the dashboard and the widget do', () => {
		expect(text.title).toBe(desk.monitor.title);
		expect(text.ways.watch).toBe(desk.monitor.watch);
		expect(text.ways.take).toBe(desk.monitor.takeOver);
		const { all, fresh, human, none } = text.sounds;
		expect({ all, new: fresh, human, none }).toEqual(desk.sound.modes);
		expect(text.name.field).toBe(desk.agentName.field);
		expect(text.name.exampleLive).toBe(widget.liveAgent);
		const quotes: readonly (readonly [sentence: string, name: string])[] = [
			[text.overview.leaving, widget.end],
			[text.overview.leaving, desk.monitor.presence.away],
			[text.ways.indicator, widget.liveAgent],
			[text.took.seesIs, widget.liveAgent],
			[text.took.leaveIs, desk.session.leave],
			[text.away.idleIs, desk.session.keep],
			[text.sounds.quiet, desk.sound.modes.new],
			[text.sounds.quiet, desk.sound.modes.none],
		];
		for (const [sentence, name] of quotes) expect(sentence).toMatch(new RegExp(`[“„]${name}[”“]`));
	});

	test('tells the durations that the server keeps', () => {
		const numbers = (id: string) => (told.get(id) ?? '').match(/\d+/g)?.map(Number) ?? [];
		expect(numbers('overview.leaving')).toEqual([
			durations.visitorGraceMs / 1_000,
			durations.visitorGraceHumanMs / 60_000,
		]);
		const terms = sections.flatMap(({ blocks }) => blocks.flatMap((block) => ('terms' in block ? block.terms : [])));
		const numberInTerm = (id: string) => Number(/\d+/.exec(terms.find((term) => term.id === id)?.term ?? '')?.[0]);
		expect(numberInTerm('away.gone')).toBe(durations.agentGoneMs / 1_000);
		expect(numberInTerm('away.idle')).toBe(durations.idleReturnMs / 60_000);
	});
});
