/** Jetty's native upgrade: the only package that names Jetty's classes. */
package org.drafthorse.servlet.jetty;
