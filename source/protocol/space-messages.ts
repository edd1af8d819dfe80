import * as v from 'valibot';
import * as f from './fields.ts';
import {maxPageEntries} from './limits.ts';

/* What is said about the folders of a hub: part of the messages of client and hub. */

/** Folders come first always. `size`: largest first; `date`: last modified first; `user`: by name, the operator's last. */
export const folderSorts = ['name', 'size', 'date', 'user'] as const;
export type FolderSort = (typeof folderSorts)[number];

const request = f.countField;
const limit = v.pipe(f.countField, v.minValue(1), v.maxValue(maxPageEntries));
const where = {space: f.spaceField, folder: f.spacePathField};
const user = v.object({id: f.identityIdField, name: f.nameField});
const entry = {
	kind: v.picklist(['file', 'folder']),
	/** 0 for a folder. */
	bytes: f.countField,
	modified: f.modifiedField,
	/** Who uploaded it, and when; without them it is the operator's. */
	user: v.optional(user),
	uploaded: v.optional(f.timeField),
};

/** Client to hub. */
export const spaceRequestSchemas = {
	list: v.object({
		type: v.literal('list'),
		request,
		...where,
		sort: v.picklist(folderSorts),
		filter: v.optional(f.needleField),
		/** `after` of the page before. */
		after: v.optional(f.cursorField),
		/** How many rows are passed over, in place of a cursor. */
		offset: v.optional(f.countField),
		limit,
	}),
	search: v.object({
		type: v.literal('search'),
		request,
		space: f.spaceField,
		text: f.needleField,
		after: v.optional(f.filePathField),
		limit,
	}),
	/** One folder for each session: the newer takes the place of the older; without a folder none is watched any more. */
	watch: v.object({
		type: v.literal('watch'),
		request,
		space: v.optional(f.spaceField),
		folder: v.optional(f.spacePathField),
	}),
	remove: v.object({type: v.literal('remove'), request, space: f.spaceField, path: f.filePathField}),
};

/** Hub to client. */
export const spaceAnswerSchemas = {
	page: v.object({
		type: v.literal('page'),
		request,
		/** As it is spelled there. */
		folder: f.spacePathField,
		entries: v.pipe(v.array(v.object({name: f.componentField, ...entry})), v.maxLength(maxPageEntries)),
		/** Rows before the first of these. */
		offset: f.countField,
		after: v.optional(f.cursorField),
		total: f.countField,
		/** Bytes free on the hub's disk. */
		free: v.optional(f.countField),
	}),
	found: v.object({
		type: v.literal('found'),
		request,
		entries: v.pipe(v.array(v.object({path: f.filePathField, ...entry})), v.maxLength(maxPageEntries)),
		/** There may be more, also when there are no entries. */
		after: v.optional(f.filePathField),
	}),
	watching: v.object({type: v.literal('watching'), request}),
	changed: v.object({type: v.literal('changed'), ...where}),
	removed: v.object({
		type: v.literal('removed'),
		request,
		/** As it was spelled there. */
		path: f.filePathField,
		files: f.countField,
		bytes: f.countField,
	}),
	/** Somebody uploaded something that everyone may see. */
	news: v.object({
		type: v.literal('news'),
		space: f.spaceField,
		path: f.filePathField,
		bytes: f.countField,
		user,
	}),
};
