"""The doors: workbooks, command line, HTTP and pages. They translate, and decide nothing."""
