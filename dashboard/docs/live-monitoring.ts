/** The Live Monitoring page as data: which sentence stands where. Each has an id, so that a test can tell what is missing. Pure. */
import type { DocsText } from '../../shared/text/docs-en.ts';
import { unreachable } from '../../shared/unreachable.ts';

export interface Told {
	/** Path of the sentence in the dictionary. */
	readonly id: string;
	readonly text: string;
}

export interface Term extends Told {
	readonly term: string;
}

export interface Way {
	readonly id: 'watch' | 'take';
	readonly title: string;
	readonly text: string;
	readonly uses: readonly Told[];
	/** What the visitor notices. */
	readonly seen: Told;
	readonly more: readonly Told[];
}

export type Block =
	| { readonly kind: 'text'; readonly told: Told }
	| { readonly kind: 'terms'; readonly terms: readonly Term[] }
	| { readonly kind: 'choices'; readonly terms: readonly Term[] }
	| { readonly kind: 'steps'; readonly terms: readonly Term[] }
	| { readonly kind: 'ways'; readonly ways: readonly Way[] }
	| { readonly kind: 'note'; readonly tone: 'tip' | 'note'; readonly label: string; readonly told: Told }
	| { readonly kind: 'example'; readonly example: 'list' | 'name' };

export interface Section {
	readonly id: string;
	readonly title: string;
	readonly blocks: readonly Block[];
}

const text = (id: string, sentence: string): Block => ({ kind: 'text', told: { id, text: sentence } });
const term = (id: string, name: string, sentence: string): Term => ({ id, term: name, text: sentence });

export function liveMonitoring(t: DocsText): readonly Section[] {
	const { overview, card, ways, whisper, sounds, name, took, away, places } = t;
	return [
		{
			id: 'overview',
			title: overview.title,
			blocks: [
				text('overview.all', overview.all),
				text('overview.appear', overview.appear),
				text('overview.order', overview.order),
				text('overview.leaving', overview.leaving),
			],
		},
		{
			id: 'session-information',
			title: card.title,
			blocks: [
				text('card.intro', card.intro),
				{
					kind: 'terms',
					terms: [
						term('card.country', card.country, card.countryIs),
						term('card.device', card.device, card.deviceIs),
						term('card.time', card.time, card.timeIs),
						term('card.messages', card.messages, card.messagesAre),
						term('card.last', card.last, card.lastIs),
					],
				},
				{ kind: 'example', example: 'list' },
				text('card.also', card.also),
			],
		},
		{
			id: 'watch-or-take-over',
			title: ways.title,
			blocks: [
				text('ways.intro', ways.intro),
				{
					kind: 'ways',
					ways: [
						{
							id: 'watch',
							title: ways.watch,
							text: ways.watchIs,
							uses: [
								{ id: 'ways.quality', text: ways.quality },
								{ id: 'ways.learn', text: ways.learn },
								{ id: 'ways.observe', text: ways.observe },
								{ id: 'ways.training', text: ways.training },
							],
							seen: { id: 'ways.unseen', text: ways.unseen },
							more: [{ id: 'ways.watchers', text: ways.watchers }],
						},
						{
							id: 'take',
							title: ways.take,
							text: ways.takeIs,
							uses: [
								{ id: 'ways.complex', text: ways.complex },
								{ id: 'ways.valued', text: ways.valued },
								{ id: 'ways.struggling', text: ways.struggling },
								{ id: 'ways.delicate', text: ways.delicate },
							],
							seen: { id: 'ways.indicator', text: ways.indicator },
							more: [{ id: 'ways.reply', text: ways.reply }],
						},
					],
				},
				text('ways.one', ways.one),
			],
		},
		{
			id: 'whisper',
			title: whisper.title,
			blocks: [
				text('whisper.what', whisper.what),
				text('whisper.who', whisper.who),
				text('whisper.leaving', whisper.leaving),
			],
		},
		{
			id: 'sound-notifications',
			title: sounds.title,
			blocks: [
				text('sounds.intro', sounds.intro),
				{
					kind: 'choices',
					terms: [
						term('sounds.all', sounds.all, sounds.allIs),
						term('sounds.new', sounds.fresh, sounds.freshIs),
						term('sounds.human', sounds.human, sounds.humanIs),
						term('sounds.none', sounds.none, sounds.noneIs),
					],
				},
				text('sounds.quiet', sounds.quiet),
				{ kind: 'note', tone: 'tip', label: sounds.tip, told: { id: 'sounds.autoplay', text: sounds.autoplay } },
			],
		},
		{
			id: 'agent-name',
			title: name.title,
			blocks: [text('name.intro', name.intro), { kind: 'example', example: 'name' }, text('name.shown', name.shown)],
		},
		{
			id: 'when-you-take-over',
			title: took.title,
			blocks: [
				text('took.intro', took.intro),
				{
					kind: 'steps',
					terms: [
						term('took.stops', took.stops, took.stopsIs),
						term('took.sees', took.sees, took.seesIs),
						term('took.direct', took.direct, took.directIs),
						term('took.leave', took.leave, took.leaveIs),
					],
				},
				text('took.again', took.again),
			],
		},
		{
			id: 'if-you-are-called-away',
			title: away.title,
			blocks: [
				text('away.intro', away.intro),
				{
					kind: 'terms',
					terms: [
						term('away.gone', away.gone, away.goneIs),
						term('away.idle', away.idle, away.idleIs),
						term('away.visitor', away.visitor, away.visitorIs),
						term('away.rights', away.rights, away.rightsIs),
					],
				},
				text('away.told', away.told),
			],
		},
		{
			id: 'websites-and-plans',
			title: places.title,
			blocks: [
				{ kind: 'note', tone: 'note', label: places.note, told: { id: 'places.site', text: places.site } },
				text('places.roles', places.roles),
				text('places.plan', places.plan),
			],
		},
	];
}

/** Everything that a section tells, in the order of reading. */
export function toldIn(section: Section): readonly Told[] {
	return section.blocks.flatMap((block): readonly Told[] => {
		switch (block.kind) {
			case 'text':
			case 'note':
				return [block.told];
			case 'terms':
			case 'steps':
			case 'choices':
				return block.terms;
			case 'ways':
				return block.ways.flatMap((way) => [
					{ id: `ways.${way.id}`, text: way.text },
					...way.uses,
					way.seen,
					...way.more,
				]);
			case 'example':
				return [{ id: `example.${block.example}`, text: block.example }];
			default:
				return unreachable(block);
		}
	});
}
