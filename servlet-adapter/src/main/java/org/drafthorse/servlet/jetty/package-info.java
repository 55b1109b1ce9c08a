/** Jetty's native upgrade, for HTTP/1.1 and HTTP/2: the only package that names Jetty's classes. */
package org.drafthorse.servlet.jetty;
