import { join } from "node:path";
import { Application, Converter, OptionDefaults, type Context, type TypeDocOptions } from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";
import { entryPoints } from "../../docs/.vitepress/pages.ts";
import { InputProblem } from "../problem.ts";
import { ROOT } from "../root.ts";

/** By the name that TypeDoc gives a module: that of its page. */
const titles = new Map(entryPoints.map(({ file, title }) => [file.replace("api/", ""), title]));

const markdown: Partial<PluginOptions> = {
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  useHTMLAnchors: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  propertyMembersFormat: "table",
  tableColumnSettings: { hideInherited: true, hideOverrides: true, hideModifiers: true },
  pageTitleTemplates: { module: ({ name }) => titles.get(name) ?? name },
};

/**
 * Makes a page for each entry point of the package from its doc comments.
 *
 * @throws {InputProblem} for a public name without a comment, and for a comment's link that leads nowhere
 */
export async function buildApi(out: string): Promise<void> {
  const options: Partial<TypeDocOptions & PluginOptions> = {
    plugin: ["typedoc-plugin-markdown"],
    entryPoints: entryPoints.map(({ source }) => join(ROOT, source)),
    outputs: [{ name: "markdown", path: out }],
    tsconfig: join(ROOT, "tsconfig.json"),
    skipErrorChecking: true, // `npm run lint` compiles
    router: "module",
    readme: "none",
    groupOrder: ["Functions", "Variables", "Classes", "Interfaces", "Type Aliases"],
    disableSources: true,
    hideGenerator: true,
    excludeInternal: true,
    excludeExternals: true,
    excludePrivate: true,
    requiredToBeDocumented: ["Variable", "Function", "Class", "Interface", "TypeAlias"],
    validation: { notExported: false, invalidLink: true, notDocumented: true },
    blockTags: [...OptionDefaults.blockTags, "@description"],
    preservedTypeAnnotationTags: ["@throws"],
    logLevel: "Warn",
    ...markdown,
  };
  const app = await Application.bootstrapWithPlugins(options);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, describeByTag);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, nameWhatIsThrown);
  const project = await app.convert();
  if (project === undefined) throw new InputProblem("TypeDoc could not read the entry points");
  app.validate(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings())
    throw new InputProblem("the doc comments of the package are at fault: see above");
  await app.generateOutputs(project);
}

/** The generated types say in `@description` what a doc comment says in its first words. */
function describeByTag({ project }: Context): void {
  for (const { comment } of Object.values(project.reflections)) {
    const tag = comment?.getTag("@description");
    if (comment === undefined || tag === undefined) continue;
    comment.removeTags("@description");
    comment.summary.push(...tag.content);
  }
}

/** The type in the braces of `@throws` stands apart, and the plugin leaves it out. */
function nameWhatIsThrown({ project }: Context): void {
  for (const { comment } of Object.values(project.reflections)) {
    for (const tag of comment?.blockTags ?? []) {
      const type = tag.tag === "@throws" ? tag.typeAnnotation?.slice(1, -1) : undefined;
      if (type === undefined) continue;
      tag.content.unshift({ kind: "code", text: `\`${type}\`` }, { kind: "text", text: " " });
      delete tag.typeAnnotation;
    }
  }
}
