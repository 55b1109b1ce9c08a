/** Benchmarks of the engine: in its package, since they measure what it does not show. */
package org.drafthorse.engine;
