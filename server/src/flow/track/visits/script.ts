/** How long a click's visits count, in the browser and here. */
export const visitorDays = 30;

/**
 * What customers put on their pages; at most 1 kB. It does nothing until the page calls `hasteConsent()`, and nothing at all
 * where the browser asks not to be followed (Global Privacy Control; Do Not Track). It waits until the click it came from is
 * judged, which takes ten seconds: a scanner's visit is no visit.
 */
export const visitScript = `(function(s,n,o){window.hasteConsent=function(){
if(o||n.globalPrivacyControl||n.doNotTrack=="1")return;o=1;
var l=location,u=new URL(l),p=u.searchParams,t=p.get("hc"),k="haste_visit",w=Date.now(),e,b;
try{if(t){p.delete("hc");history.replaceState(history.state,"",u);localStorage[k]=JSON.stringify({t:t,at:w})}
e=JSON.parse(localStorage[k]||"{}");if(w-e.at>${visitorDays}*864e5)e=localStorage.removeItem(k)}catch(x){}
if(!e||!e.t)return;b=JSON.stringify({token:e.t,page:l.host+l.pathname});
setTimeout(function(){fetch(s,{method:"POST",mode:"no-cors",credentials:"omit",keepalive:true,body:b}).catch(function(){})},Math.max(0,e.at+15e3-w))
}})(document.currentScript.src,navigator);
`;
