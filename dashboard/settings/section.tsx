/** The frame that the settings pages share: a heading, a sentence, a box of fields, a row to save them. */
import { A } from '@solidjs/router';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { createUniqueId, type JSX, type ParentProps, Show } from 'solid-js';
import type { Right } from '../../shared/plans.ts';
import { useDesk } from '../shell/desk.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import './settings.css';
import { useSettingsTexts } from './texts.ts';

export function PageHead(props: {
	readonly title: string;
	readonly lead?: string | undefined;
	readonly children?: JSX.Element | undefined;
}) {
	return (
		<header class="page-head">
			<h1>{props.title}</h1>
			{props.children}
			<Show when={props.lead}>{(lead) => <p class="page-lead set-lead">{lead()}</p>}</Show>
		</header>
	);
}

export function Section(
	props: ParentProps<{
		readonly title: string;
		readonly hint?: JSX.Element | undefined;
		/** The content brings its own box. */
		readonly bare?: boolean | undefined;
		readonly class?: string | undefined;
	}>,
) {
	const id = createUniqueId();
	return (
		<section class={`set-section ${props.class ?? ''}`} aria-labelledby={id}>
			<header class="set-section-head">
				<h2 id={id}>{props.title}</h2>
				<Show when={props.hint}>
					<p class="set-hint">{props.hint}</p>
				</Show>
			</header>
			<div classList={{ 'box box-pad stack': props.bare !== true }}>{props.children}</div>
		</section>
	);
}

/** The way to a page of its own. */
export function LinkSection(props: {
	readonly title: string;
	readonly hint: string;
	readonly label: string;
	readonly href: string;
}) {
	return (
		<Section title={props.title} hint={props.hint} bare>
			<A class="box set-link" href={props.href}>
				<span>{props.label}</span>
				<ChevronRight size={16} aria-hidden="true" />
			</A>
		</Section>
	);
}

/** Why a button that needs the server can't be pressed now. */
export function useWaits(): () => string | undefined {
	const desk = useDesk();
	const t = useDeskTexts();
	return () => (desk.online() ? undefined : t().waitsForConnection);
}

/** The end of a form: the button, and beside it how things stand. */
export function SaveRow(props: {
	readonly busy: boolean;
	/** Something is written that the server does not have. */
	readonly changed: boolean;
	/** It was saved, and nothing was changed since. */
	readonly saved: boolean;
	readonly error?: string | undefined;
	readonly label?: string | undefined;
	readonly savedLabel?: string | undefined;
	/** Solid only while there is something to save: a page of forms should not shout. */
	readonly tone?: 'solid' | 'outline' | undefined;
}) {
	const t = useSettingsTexts();
	const desk = useDeskTexts();
	const waits = useWaits();
	const standing = () => {
		if (props.busy) return t().common.saving;
		if (props.changed) return t().common.unsaved;
		return props.saved ? (props.savedLabel ?? desk().ui.saved) : '';
	};
	return (
		<div class="stack set-save">
			<p class="field-note field-error" role="alert">
				{props.error}
			</p>
			<div class="row">
				<Button
					type="submit"
					tone={props.tone ?? (props.changed || props.busy ? 'solid' : 'outline')}
					busy={props.busy}
					waits={waits()}
				>
					{props.label ?? desk().ui.save}
				</Button>
				<span class="small set-standing" role="status">
					{standing()}
				</span>
			</div>
		</div>
	);
}

/** A page, or a sentence instead of it for those whose role has no business there. */
export function ForRight(props: ParentProps<{ readonly right: Right }>) {
	const desk = useDesk();
	const t = useSettingsTexts();
	return (
		<Show
			when={desk.may(props.right)}
			fallback={<EmptyState title={t().common.forbiddenTitle} text={t().common.forbidden} />}
		>
			{props.children}
		</Show>
	);
}
