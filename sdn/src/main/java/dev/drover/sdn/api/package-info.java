/** The controller's door: what it tells and is told over HTTP/JSON. */
@NullMarked
package dev.drover.sdn.api;

import org.jspecify.annotations.NullMarked;
