// The first module the page loads: it joins the connection, the session and the views.
export {};
