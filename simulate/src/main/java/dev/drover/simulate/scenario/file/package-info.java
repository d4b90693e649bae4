/** Scenarios as YAML files: every refusal says file and line, or the setting put over the file. */
@NullMarked
package dev.drover.simulate.scenario.file;

import org.jspecify.annotations.NullMarked;
