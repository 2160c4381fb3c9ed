import './mark.css';

/** Baton's mark: one stroke, half the AI's colour, half a person's. */
export function Mark() {
	return (
		<span class="mark">
			<svg class="mark-sign" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
				<path class="mark-ai" d="M5 19 12 12" />
				<path class="mark-human" d="M12 12 19 5" />
			</svg>
			<span class="mark-word">Baton</span>
		</span>
	);
}
